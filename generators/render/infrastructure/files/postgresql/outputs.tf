output "endpoint" {
  description = "Host and port."
  value       = aws_db_instance.this.endpoint
}

output "master_secret_arn" {
  description = "Where RDS keeps the password of the user that creates databases and roles."
  value       = aws_db_instance.this.master_user_secret[0].secret_arn
}
