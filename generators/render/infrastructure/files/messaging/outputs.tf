output "topic_arns" {
  description = "By topic."
  value       = { for name, topic in aws_sns_topic.this : name => topic.arn }
}

output "queue_arns" {
  description = "By topic and reader: `orders-shipping`."
  value       = { for name, queue in aws_sqs_queue.this : name => queue.arn }
}

output "dead_queue_arns" {
  description = "By topic and reader, too: what could not be handled."
  value       = { for name, queue in aws_sqs_queue.dead : name => queue.arn }
}

output "key_arn" {
  description = "The key that messages are encrypted with."
  value       = aws_kms_key.this.arn
}
