output "vpc_id" {
  description = "The network."
  value       = aws_vpc.this.id
}

output "private_subnet_ids" {
  description = "A private subnet in each zone."
  value       = [for subnet in aws_subnet.private : subnet.id]
}
