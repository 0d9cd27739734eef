# Secrets without their values: those are written by whoever rotates them, so that neither the code
# nor Terraform's state ever holds one.

resource "aws_secretsmanager_secret" "this" {
  # checkov:skip=CKV2_AWS_57:whoever writes a value rotates it: a database role, a broker's user
  # checkov:skip=CKV_AWS_149:secrets are encrypted with AWS's key, and read by one role
  for_each = var.secrets

  name                    = "${var.name}/${each.value}"
  description             = "Read by the External Secrets Operator, which makes the Secret ${each.value} of it."
  recovery_window_in_days = var.recovery_days
}
