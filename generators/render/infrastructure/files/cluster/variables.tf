variable "name" {
  description = "Of the environment; everything is named after it."
  type        = string
}

variable "kubernetes_version" {
  description = "Of the control plane: a minor version that EKS supports."
  type        = string
}

variable "subnet_ids" {
  description = "The subnets of the nodes, one in each zone."
  type        = list(string)
}

variable "operator_cidrs" {
  description = "The addresses from which operators reach the API server; none: only from inside the network."
  type        = list(string)
}

variable "operator_role_arns" {
  description = "The IAM roles that administer the cluster; whoever made it is none of them by that alone."
  type        = set(string)
}

variable "node_type" {
  description = "The EC2 instance type of the nodes."
  type        = string
}

variable "nodes" {
  description = "How many nodes there are at least and at most."
  type = object({
    min = number
    max = number
  })
}

variable "protected" {
  description = "Whether the cluster refuses to be deleted."
  type        = bool
}
