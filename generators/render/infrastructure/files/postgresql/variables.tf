variable "name" {
  description = "Of the environment; everything is named after it."
  type        = string
}

variable "vpc_id" {
  description = "The network that the server stands in."
  type        = string
}

variable "subnet_ids" {
  description = "Its subnets, in two zones at least."
  type        = list(string)
}

variable "client_security_group_id" {
  description = "The group of those that may connect."
  type        = string
}

variable "instance_class" {
  description = "How large the server is."
  type        = string
}

variable "standby" {
  description = "Whether a second server in another zone takes over when the first is lost; it doubles the price."
  type        = bool
}

variable "protected" {
  description = "Whether the data outlives a mistake: kept backups, a last snapshot, no deletion by accident."
  type        = bool
}
