output "endpoint" {
  description = "The host that takes writes; clients speak TLS on port 6379."
  value       = aws_elasticache_replication_group.this.primary_endpoint_address
}
