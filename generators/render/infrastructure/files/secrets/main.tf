# Secrets without their values: those are written by whoever rotates them, so that neither the code
# nor Terraform's state ever holds one.

resource "aws_secretsmanager_secret" "this" {
  for_each = var.secrets

  name                    = "${var.name}/${each.value}"
  description             = "Read by the External Secrets Operator, which makes the Secret ${each.value} of it."
  recovery_window_in_days = var.recovery_days
}
