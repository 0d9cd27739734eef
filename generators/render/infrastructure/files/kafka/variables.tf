variable "name" {
  description = "Of the environment; everything is named after it."
  type        = string
}

variable "vpc_id" {
  description = "The network that the brokers stand in."
  type        = string
}

variable "subnet_ids" {
  description = "Three subnets, each in a zone of its own."
  type        = list(string)
}

variable "client_security_group_id" {
  description = "The group of those that may connect."
  type        = string
}

variable "instance_type" {
  description = "How large a broker is."
  type        = string
}

variable "kafka_version" {
  description = "A version with KRaft that MSK supports."
  type        = string
  default     = "4.0.x.kraft"
}

variable "topics" {
  description = "The partitions of each topic, by its name."
  type        = map(number)
  default     = {}
}

variable "volume_gib" {
  description = "The disk of each broker."
  type        = number
  default     = 50
}
