# One PostgreSQL server, on which every service has a database and a role of its own.

resource "aws_db_subnet_group" "this" {
  name       = "${var.name}-postgresql"
  subnet_ids = var.subnet_ids
}

resource "aws_security_group" "this" {
  name        = "${var.name}-postgresql"
  description = "PostgreSQL, from the nodes of the cluster only"
  vpc_id      = var.vpc_id
}

#why-next reached-by-nodes
resource "aws_vpc_security_group_ingress_rule" "nodes" {
  security_group_id            = aws_security_group.this.id
  description                  = "Services on the cluster"
  referenced_security_group_id = var.client_security_group_id
  ip_protocol                  = "tcp"
  from_port                    = 5432
  to_port                      = 5432
}

# nobody comes without TLS; what changes the schema is logged, and what takes long, without values
resource "aws_db_parameter_group" "this" {
  name   = "${var.name}-postgresql"
  family = "postgres18"

  parameter {
    name  = "rds.force_ssl"
    value = "1"
  }

  parameter {
    name  = "log_statement"
    value = "ddl"
  }

  parameter {
    name  = "log_min_duration_statement"
    value = "1000"
  }

  parameter {
    name  = "log_parameter_max_length"
    value = "0"
  }
}

resource "aws_db_instance" "this" {
  # checkov:skip=CKV_AWS_118:CloudWatch's minutes and Performance Insights say where time goes; an agent on the host adds seconds, at a price
  # checkov:skip=CKV_AWS_157:var.standby says: on where services have replicas, off where each runs once
  # checkov:skip=CKV_AWS_293:var.protected says: on where services have replicas, off where each runs once
  # checkov:skip=CKV_AWS_354:RDS' own key: statements are kept for a week, with parameters in place of values
  identifier     = var.name
  engine         = "postgres"
  engine_version = "18"
  instance_class = var.instance_class
  multi_az       = var.standby

  allocated_storage     = 20
  max_allocated_storage = 200
  storage_type          = "gp3"
  storage_encrypted     = true

  # RDS makes the password, keeps it in Secrets Manager and rotates it: nobody types it
  username                            = "postgres"
  manage_master_user_password         = true
  iam_database_authentication_enabled = true

  parameter_group_name   = aws_db_parameter_group.this.name
  db_subnet_group_name   = aws_db_subnet_group.this.name
  vpc_security_group_ids = [aws_security_group.this.id]
  publicly_accessible    = false

  auto_minor_version_upgrade      = true
  #why-next protected-data
  backup_retention_period         = var.protected ? 14 : 1
  copy_tags_to_snapshot           = true
  deletion_protection             = var.protected
  enabled_cloudwatch_logs_exports = ["postgresql", "upgrade"]
  final_snapshot_identifier       = var.protected ? "${var.name}-final" : null
  performance_insights_enabled    = true
  skip_final_snapshot             = !var.protected
}
