mock_provider "aws" {
  mock_resource "aws_network_interface" {
    defaults = { id = "eni-1", private_ip = "10.20.0.7", ipv6_addresses = ["2001:db8::7"] }
  }
  mock_resource "aws_eip" {
    defaults = { public_ip = "203.0.113.7" }
  }
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/mock" }
  }
  mock_data "aws_subnet" {
    defaults = { vpc_id = "vpc-1" }
  }
  mock_data "aws_ami" {
    defaults = { id = "ami-1" }
  }
  mock_data "aws_region" {
    defaults = { name = "eu-central-1" }
  }
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }
}

variables {
  name               = "node-a"
  subnet_id          = "subnet-1"
  signaling_urls     = ["wss://talk.example.org/internal/media"]
  node_key_parameter = "/tertulia/node-key"
  jdk                = { url = "https://example.org/jdk.tar.gz", sha256 = "1111111111111111111111111111111111111111111111111111111111111111" }
  node_archive       = { url = "https://example.org/node.tar.gz", sha256 = "2222222222222222222222222222222222222222222222222222222222222222" }
}

run "one_udp_and_one_tcp_port_are_open" {
  assert {
    condition = toset([
      for rule in aws_vpc_security_group_ingress_rule.media :
      "${rule.ip_protocol} ${rule.from_port}-${rule.to_port} ${rule.cidr_ipv4 == null ? rule.cidr_ipv6 : rule.cidr_ipv4}"
      ]) == toset([
      "udp 7882-7882 0.0.0.0/0", "tcp 7882-7882 0.0.0.0/0",
      "udp 7882-7882 ::/0", "tcp 7882-7882 ::/0",
    ])
    error_message = "One UDP and one TCP port, by IPv4 and IPv6, and nothing else."
  }

  assert {
    condition     = length(aws_vpc_security_group_ingress_rule.ssh) == 0
    error_message = "Nobody logs in unless asked for."
  }
}

run "addresses_are_static_and_told" {
  assert {
    condition = alltrue([
      aws_eip_association.this.network_interface_id == "eni-1",
      one(aws_instance.this.network_interface).network_interface_id == "eni-1",
      aws_network_interface.this.ipv6_address_count == 1,
      output.public_ip == "203.0.113.7",
      output.ipv6_addresses == tolist(["2001:db8::7"]),
    ])
    error_message = "Addresses belong to the interface, so they stay when the machine is replaced."
  }

  assert {
    condition = one([
      for file in jsondecode(trimprefix(output.user_data, "#cloud-config\n")).write_files : file.content
      if file.path == "/etc/tertulia/media-node.env"
      ]) == join("", [
      "JAVA_OPTIONS=-Xmx256m\n",
      "TERTULIA_NODE_ADDRESSES=10.20.0.7,2001:db8::7\n",
      "TERTULIA_NODE_ADVERTISE=203.0.113.7,2001:db8::7\n",
      "TERTULIA_NODE_CAPACITY=500\n",
      "TERTULIA_NODE_DRAIN_SECONDS=60\n",
      "TERTULIA_NODE_LOOPS=1\n",
      "TERTULIA_NODE_PORT=7882\n",
      "TERTULIA_SIGNALING_URL=wss://talk.example.org/internal/media\n",
    ])
    error_message = "The private address is bound, the public one is told, and the key is in neither."
  }
}

run "the_machine_is_closed" {
  assert {
    condition = alltrue([
      aws_instance.this.metadata_options[0].http_tokens == "required",
      aws_instance.this.metadata_options[0].http_put_response_hop_limit == 1,
      aws_instance.this.root_block_device[0].encrypted,
      aws_instance.this.user_data_replace_on_change,
      aws_instance.this.ami == "ami-1",
    ])
    error_message = "Tokens for metadata, an encrypted disk, and a new machine for a new setting."
  }

  assert {
    condition = jsondecode(aws_iam_role_policy.this.policy).Statement == [{
      Sid      = "NodeKey"
      Effect   = "Allow"
      Action   = ["ssm:GetParameter"]
      Resource = ["arn:aws:ssm:eu-central-1:123456789012:parameter/tertulia/node-key"]
    }]
    error_message = "The machine may read its key and nothing else."
  }
}

run "user_data_fits" {
  assert {
    condition     = length(output.user_data) < 16384
    error_message = "EC2 takes 16 KiB."
  }

  assert {
    condition     = strcontains(output.user_data, "-Dice4j.harvest.mapping.aws.enabled=false")
    error_message = "The node must not ask the cloud for its address."
  }
}

run "more_of_everything" {
  variables {
    loops                = 2
    tcp_port             = 443
    metrics_port         = 9083
    drain_seconds        = 600
    capacity             = 1200
    ssh_key_name         = "me"
    ssh_networks         = ["203.0.113.0/24", "2001:db8::/32"]
    node_key_kms_key_arn = "arn:aws:kms:eu-central-1:123456789012:key/1"
    alarm_topic_arn      = "arn:aws:sns:eu-central-1:123456789012:alarms"
  }

  assert {
    condition = toset([
      for rule in aws_vpc_security_group_ingress_rule.media : "${rule.ip_protocol} ${rule.from_port}-${rule.to_port}"
    ]) == toset(["udp 7882-7883", "tcp 7882-7883", "tcp 443-443"])
    error_message = "A port a loop, and the one for all."
  }

  assert {
    condition = toset([
      for rule in aws_vpc_security_group_ingress_rule.ssh : "${rule.from_port} ${rule.cidr_ipv4 == null ? rule.cidr_ipv6 : rule.cidr_ipv4}"
    ]) == toset(["22 203.0.113.0/24", "22 2001:db8::/32"])
    error_message = "SSH for those networks."
  }

  assert {
    condition = alltrue([
      for line in [
        "TERTULIA_NODE_LOOPS=2", "TERTULIA_NODE_TCP_PORT=443", "TERTULIA_NODE_METRICS_PORT=9083", "TERTULIA_NODE_CAPACITY=1200",
        "TERTULIA_NODE_DRAIN_SECONDS=600",
        ] : contains(split("\n", one([
          for file in jsondecode(trimprefix(output.user_data, "#cloud-config\n")).write_files : file.content
          if file.path == "/etc/tertulia/media-node.env"
      ])), line)
    ])
    error_message = "Each setting reaches the node."
  }

  assert {
    condition = alltrue([
      for line in ["TimeoutStopSec=615", "AmbientCapabilities=CAP_NET_BIND_SERVICE"] :
      contains(split("\n", one([
        for file in jsondecode(trimprefix(output.user_data, "#cloud-config\n")).write_files : file.content
        if endswith(file.path, "instance.conf")
      ])), line)
    ])
    error_message = "systemd waits for longer than the node drains, and a port below 1024 can be bound."
  }

  assert {
    condition     = [for statement in jsondecode(aws_iam_role_policy.this.policy).Statement : statement.Action] == [["ssm:GetParameter"], ["kms:Decrypt"]]
    error_message = "The key of the parameter, for decrypting alone."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.status.alarm_actions == toset(["arn:aws:sns:eu-central-1:123456789012:alarms"])
    error_message = "The topic hears of it."
  }
}

run "ipv4_only" {
  variables {
    ipv6 = false
  }

  assert {
    condition = alltrue(concat(
      [for rule in aws_vpc_security_group_ingress_rule.media : rule.cidr_ipv6 == null],
      [for rule in aws_vpc_security_group_egress_rule.this : rule.cidr_ipv6 == null],
      [aws_network_interface.this.ipv6_address_count == 0, length(output.ipv6_addresses) == 0],
    ))
    error_message = "No IPv6 where it is off."
  }
}
