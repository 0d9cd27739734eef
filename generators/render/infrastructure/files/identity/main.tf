# What the pods of one service may do at AWS: EKS gives them credentials that expire, and none is
# kept anywhere.

data "aws_iam_policy_document" "assumed_by_pods" {
  statement {
    actions = ["sts:AssumeRole", "sts:TagSession"]

    principals {
      type        = "Service"
      identifiers = ["pods.eks.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "allowed" {
  dynamic "statement" {
    for_each = var.statements

    content {
      actions   = statement.value.actions
      resources = statement.value.resources
    }
  }
}

resource "aws_iam_role" "this" {
  name_prefix        = "${substr(var.service_account, 0, 30)}-"
  assume_role_policy = data.aws_iam_policy_document.assumed_by_pods.json

  tags = { Name = "${var.cluster}/${var.namespace}/${var.service_account}" }
}

resource "aws_iam_role_policy" "this" {
  name   = "allowed"
  role   = aws_iam_role.this.id
  policy = data.aws_iam_policy_document.allowed.json
}

#why-next identity-of-pods
resource "aws_eks_pod_identity_association" "this" {
  cluster_name    = var.cluster
  namespace       = var.namespace
  service_account = var.service_account
  role_arn        = aws_iam_role.this.arn
}
