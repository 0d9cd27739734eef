variable "name" {
  description = "Of the environment; everything is named after it."
  type        = string
}

variable "vpc_id" {
  description = "The network that the servers stand in."
  type        = string
}

variable "subnet_ids" {
  description = "Their subnets, in two zones at least."
  type        = list(string)
}

variable "client_security_group_id" {
  description = "The group of those that may connect."
  type        = string
}

variable "node_type" {
  description = "How large a server is."
  type        = string
}

variable "standby" {
  description = "Whether a replica in another zone takes over when the first server is lost."
  type        = bool
}

variable "protected" {
  description = "Whether snapshots are kept."
  type        = bool
}
