variable "name" {
  description = "Of the environment; everything is named after it."
  type        = string
}

variable "cidr" {
  description = "The addresses of the network: a /16 that no network has with which this one is ever joined."
  type        = string
}

variable "nat_in_every_zone" {
  description = "Whether a zone that fails leaves the others their way out; each gateway costs."
  type        = bool
}
