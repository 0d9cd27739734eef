# A topic for each stream, a queue for each service that reads it, and a place for what fails again
# and again.

locals {
  readings = merge([
    for topic, consumers in var.topics : {
      for consumer in consumers : "${topic}-${consumer}" => { topic = topic, consumer = consumer }
    }
  ]...)
}

resource "aws_sns_topic" "this" {
  for_each = var.topics

  name              = "${var.name}-${each.key}"
  kms_master_key_id = aws_kms_key.this.id
}

#why-next set-aside
resource "aws_sqs_queue" "dead" {
  for_each = local.readings

  name                      = "${var.name}-${each.key}-dead"
  kms_master_key_id         = aws_kms_key.this.id
  message_retention_seconds = 1209600
}

resource "aws_sqs_queue" "this" {
  for_each = local.readings

  name                       = "${var.name}-${each.key}"
  kms_master_key_id          = aws_kms_key.this.id
  visibility_timeout_seconds = 60

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead[each.key].arn
    maxReceiveCount     = 5
  })
}

#why-next queue-for-each-reader
resource "aws_sns_topic_subscription" "this" {
  for_each = local.readings

  topic_arn            = aws_sns_topic.this[each.value.topic].arn
  protocol             = "sqs"
  endpoint             = aws_sqs_queue.this[each.key].arn
  raw_message_delivery = true
}

data "aws_iam_policy_document" "delivery" {
  for_each = local.readings

  statement {
    actions   = ["sqs:SendMessage"]
    resources = [aws_sqs_queue.this[each.key].arn]

    principals {
      type        = "Service"
      identifiers = ["sns.amazonaws.com"]
    }

    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = [aws_sns_topic.this[each.value.topic].arn]
    }
  }
}

resource "aws_sqs_queue_policy" "this" {
  for_each = local.readings

  queue_url = aws_sqs_queue.this[each.key].id
  policy    = data.aws_iam_policy_document.delivery[each.key].json
}

data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

# topics may encrypt for queues: the key that AWS keeps by itself does not allow that
data "aws_iam_policy_document" "key" {
  # checkov:skip=CKV_AWS_109:whom this key serves is said here; `*` is the key itself
  # checkov:skip=CKV_AWS_111:in the policy of a key `*` is the key itself
  # checkov:skip=CKV_AWS_356:in the policy of a key `*` is the key itself
  statement {
    actions   = ["kms:*"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:root"]
    }
  }

  statement {
    actions   = ["kms:Decrypt", "kms:GenerateDataKey*"]
    resources = ["*"]

    principals {
      type        = "Service"
      identifiers = ["sns.amazonaws.com"]
    }

    # topics of this account, and not whoever else makes SNS ask
    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.current.account_id]
    }
  }
}

resource "aws_kms_key" "this" {
  description             = "Messages of ${var.name}"
  deletion_window_in_days = 30
  enable_key_rotation     = true
  policy                  = data.aws_iam_policy_document.key.json
}
