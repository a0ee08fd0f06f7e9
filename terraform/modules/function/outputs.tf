output "name" {
  description = "Name of the function."
  value       = aws_lambda_function.this.function_name
}

output "arn" {
  description = "ARN of the function, once the bucket may wake it and failures have somewhere to go."
  value       = aws_lambda_function.this.arn
  depends_on  = [aws_lambda_permission.bucket, aws_lambda_function_event_invoke_config.this]
}

output "policy" {
  description = "The function's policy, as JSON."
  value       = aws_iam_role_policy.this.policy
}

output "environment" {
  description = "What the function has in its environment."
  value       = aws_lambda_function.this.environment[0].variables
}
