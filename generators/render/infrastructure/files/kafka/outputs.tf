output "arn" {
  description = "The cluster, for policies."
  value       = aws_msk_cluster.this.arn
}

output "url" {
  description = "Where services begin, signed in by IAM."
  value       = "kafka+iam://${aws_msk_cluster.this.bootstrap_brokers_sasl_iam}"
}

output "topic_arn_prefix" {
  description = "Before the name of a topic, for policies."
  value       = replace(aws_msk_cluster.this.arn, ":cluster/", ":topic/")
}

output "group_arn_prefix" {
  description = "Before the name of a consumer group, for policies."
  value       = replace(aws_msk_cluster.this.arn, ":cluster/", ":group/")
}
