variable "name" {
  description = "Of the environment; everything is named after it."
  type        = string
}

variable "secrets" {
  description = "The Secrets that the manifests refer to."
  type        = set(string)
}

variable "recovery_days" {
  description = "How long a deleted secret can be brought back; 0: not at all."
  type        = number
}
