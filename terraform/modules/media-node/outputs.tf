output "public_ip" {
  description = "Static IPv4 address; for TERTULIA_TURN_PEERS of a TURN server."
  value       = aws_eip.this.public_ip
}

output "ipv6_addresses" {
  description = "IPv6 addresses, which stay when the machine is replaced."
  value       = local.ipv6_addresses
}

output "instance_id" {
  description = "Id of the machine."
  value       = aws_instance.this.id
}

output "user_data" {
  description = "What cloud-init gets. It holds no secret."
  value       = local.user_data
}
