output "server_environment" {
  description = "What the server needs in its environment."
  value = {
    TERTULIA_S3_BUCKET = module.tertulia.bucket
    TERTULIA_S3_REGION = module.tertulia.region
  }
}

output "server_policy_arn" {
  description = "To be attached to the role of the server's machine."
  value       = module.tertulia.server_policy_arn
}

output "media_addresses" {
  description = "Static addresses of the media nodes; TERTULIA_TURN_PEERS of a TURN server."
  value       = { for name, node in module.media_node : name => concat([node.public_ip], node.ipv6_addresses) }
}
