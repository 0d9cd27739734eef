# Kafka without ZooKeeper, a broker in each of three zones. Services sign in with the identity of
# their pods: there is no password.

resource "aws_security_group" "this" {
  name        = "${var.name}-kafka"
  description = "Kafka, from the nodes of the cluster only"
  vpc_id      = var.vpc_id
}

#why-next reached-by-nodes
resource "aws_vpc_security_group_ingress_rule" "nodes" {
  security_group_id            = aws_security_group.this.id
  description                  = "Services on the cluster, signed in by IAM"
  referenced_security_group_id = var.client_security_group_id
  ip_protocol                  = "tcp"
  from_port                    = 9098
  to_port                      = 9098
}

resource "aws_cloudwatch_log_group" "brokers" {
  # checkov:skip=CKV_AWS_158:encrypted by CloudWatch; brokers log what they do, and no messages
  # checkov:skip=CKV_AWS_338:what brokers say is of use for days, not for years
  name              = "/aws/msk/${var.name}"
  retention_in_days = 30
}

# a message that two of three brokers have is not lost with one; a topic exists because somebody
# declared it, not because somebody misspelt it
resource "aws_msk_configuration" "this" {
  name           = var.name
  kafka_versions = [var.kafka_version]

  server_properties = <<-EOT
    auto.create.topics.enable=false
    default.replication.factor=3
    min.insync.replicas=2
    unclean.leader.election.enable=false
  EOT

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_msk_cluster" "this" {
  cluster_name           = var.name
  kafka_version          = var.kafka_version
  number_of_broker_nodes = 3

  broker_node_group_info {
    instance_type   = var.instance_type
    client_subnets  = var.subnet_ids
    security_groups = [aws_security_group.this.id]

    storage_info {
      ebs_storage_info {
        volume_size = var.volume_gib
      }
    }
  }

  #why-next kafka-by-identity
  client_authentication {
    sasl {
      iam = true
    }
  }

  configuration_info {
    arn      = aws_msk_configuration.this.arn
    revision = aws_msk_configuration.this.latest_revision
  }

  encryption_info {
    encryption_in_transit {
      client_broker = "TLS"
      in_cluster    = true
    }
  }

  logging_info {
    broker_logs {
      cloudwatch_logs {
        enabled   = true
        log_group = aws_cloudwatch_log_group.brokers.name
      }
    }
  }
}

# by AWS's own interface: whoever applies this needs no way to the brokers. Partitions are added
# without a loss and never taken away
resource "aws_msk_topic" "this" {
  for_each = var.topics

  cluster_arn        = aws_msk_cluster.this.arn
  name               = each.key
  partition_count    = each.value
  replication_factor = 3
}
