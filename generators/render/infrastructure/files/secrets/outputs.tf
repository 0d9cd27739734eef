output "arns" {
  description = "The secrets, for the policy of who may read them."
  value       = [for secret in aws_secretsmanager_secret.this : secret.arn]
}
