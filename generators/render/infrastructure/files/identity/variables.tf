variable "cluster" {
  description = "The EKS cluster."
  type        = string
}

variable "namespace" {
  description = "Where the pods run."
  type        = string
}

variable "service_account" {
  description = "The account that the pods run under."
  type        = string
}

variable "statements" {
  description = "What is allowed: actions, and on what."
  type = list(object({
    actions   = list(string)
    resources = list(string)
  }))
}
