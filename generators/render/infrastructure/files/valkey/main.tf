# Valkey, replicated on demand. Who may connect is decided by the network: a token would have to
# stand in Terraform's state.

resource "aws_elasticache_subnet_group" "this" {
  name       = "${var.name}-valkey"
  subnet_ids = var.subnet_ids
}

resource "aws_security_group" "this" {
  name        = "${var.name}-valkey"
  description = "Valkey, from the nodes of the cluster only"
  vpc_id      = var.vpc_id
}

#why-next reached-by-nodes
resource "aws_vpc_security_group_ingress_rule" "nodes" {
  security_group_id            = aws_security_group.this.id
  description                  = "Services on the cluster"
  referenced_security_group_id = var.client_security_group_id
  ip_protocol                  = "tcp"
  from_port                    = 6379
  to_port                      = 6379
}

resource "aws_elasticache_replication_group" "this" {
  # checkov:skip=CKV_AWS_31:a token would stand in Terraform's state; the network decides who connects
  # checkov:skip=CKV_AWS_191:ElastiCache's own key: what a cache holds can be lost, so no key has to be revoked with it
  # checkov:skip=CKV2_AWS_50:var.standby says: on where services have replicas, off where each runs once
  replication_group_id = trimsuffix(substr(var.name, 0, 40), "-")
  description          = "Valkey of ${var.name}"
  engine               = "valkey"
  engine_version       = "9.0"
  node_type            = var.node_type

  num_cache_clusters         = var.standby ? 2 : 1
  automatic_failover_enabled = var.standby
  multi_az_enabled           = var.standby

  #why-next encrypted-cache
  at_rest_encryption_enabled = true
  transit_encryption_enabled = true

  subnet_group_name        = aws_elasticache_subnet_group.this.name
  security_group_ids       = [aws_security_group.this.id]
  snapshot_retention_limit = var.protected ? 7 : 0
}
