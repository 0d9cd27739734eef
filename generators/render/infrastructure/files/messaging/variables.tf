variable "name" {
  description = "Of the environment; everything is named after it."
  type        = string
}

variable "topics" {
  description = "The topics, each with the services that read it."
  type        = map(set(string))
}
