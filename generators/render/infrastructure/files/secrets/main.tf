# Secrets without their values: those are written by whoever rotates them, so that neither the code
# nor Terraform's state ever holds one.

#why-next empty-secrets
resource "aws_secretsmanager_secret" "this" {
  # checkov:skip=CKV2_AWS_57:values are written from outside, and who makes a credential rotates it; RDS does its own
  # checkov:skip=CKV_AWS_149:one role of this account reads them; a key of one's own is needed once another account does
  for_each = var.secrets

  name                    = "${var.name}/${each.value}"
  description             = "Read by the External Secrets Operator, which makes the Secret ${each.value} of it."
  recovery_window_in_days = var.recovery_days
}
