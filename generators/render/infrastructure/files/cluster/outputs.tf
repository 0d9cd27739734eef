output "name" {
  description = "The cluster: `aws eks update-kubeconfig --name …` takes it."
  value       = aws_eks_cluster.this.name
}

output "security_group_id" {
  description = "The group that all nodes are in: stores let it in."
  value       = aws_eks_cluster.this.vpc_config[0].cluster_security_group_id
}
