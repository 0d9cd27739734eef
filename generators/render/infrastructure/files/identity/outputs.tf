output "role_arn" {
  description = "The role that the pods take on."
  value       = aws_iam_role.this.arn
}
