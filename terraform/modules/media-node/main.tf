# One media node on a virtual machine whose addresses outlive it: they belong to the network interface.

data "aws_partition" "current" {}

data "aws_region" "current" {}

data "aws_caller_identity" "current" {}

data "aws_subnet" "this" {
  id = var.subnet_id
}

data "aws_ami" "debian" {
  most_recent = true
  # Debian's own account.
  owners = ["136693071363"]

  filter {
    name   = "name"
    values = ["debian-13-${local.debian_architecture}-*"]
  }
}

locals {
  debian_architecture = var.architecture == "x86_64" ? "amd64" : "arm64"
  tags                = merge({ Name = var.name }, var.tags)
}

resource "aws_network_interface" "this" {
  subnet_id          = var.subnet_id
  description        = "${var.name}: media"
  security_groups    = [aws_security_group.this.id]
  ipv6_address_count = var.ipv6 ? 1 : 0
  tags               = local.tags
}

resource "aws_eip" "this" {
  domain = "vpc"
  tags   = local.tags
}

resource "aws_eip_association" "this" {
  allocation_id        = aws_eip.this.id
  network_interface_id = aws_network_interface.this.id
}

resource "aws_security_group" "this" {
  name        = var.name
  description = "Media in, everything out."
  vpc_id      = data.aws_subnet.this.vpc_id
  tags        = local.tags
}

locals {
  everybody   = var.ipv6 ? ["0.0.0.0/0", "::/0"] : ["0.0.0.0/0"]
  last_port   = var.port + var.loops - 1
  media_ports = { udp = [var.port, local.last_port], tcp = [var.port, local.last_port] }
  more_ports  = var.tcp_port == null ? {} : { tcp_shared = [var.tcp_port, var.tcp_port] }

  ways_in = merge([
    for network in local.everybody : {
      for name, ports in merge(local.media_ports, local.more_ports) : "${name} ${network}" => {
        protocol = split("_", name)[0], first = ports[0], last = ports[1], network = network
      }
    }
  ]...)
}

resource "aws_vpc_security_group_ingress_rule" "media" {
  for_each          = local.ways_in
  security_group_id = aws_security_group.this.id
  description       = "Media, ${each.key}"
  ip_protocol       = each.value.protocol
  from_port         = each.value.first
  to_port           = each.value.last
  cidr_ipv4         = strcontains(each.value.network, ":") ? null : each.value.network
  cidr_ipv6         = strcontains(each.value.network, ":") ? each.value.network : null
  tags              = local.tags
}

resource "aws_vpc_security_group_ingress_rule" "ssh" {
  for_each          = toset(var.ssh_key_name == null ? [] : var.ssh_networks)
  security_group_id = aws_security_group.this.id
  description       = "SSH"
  ip_protocol       = "tcp"
  from_port         = 22
  to_port           = 22
  cidr_ipv4         = strcontains(each.value, ":") ? null : each.value
  cidr_ipv6         = strcontains(each.value, ":") ? each.value : null
  tags              = local.tags
}

# Everything, to everybody: peers are anywhere, and with less than that AWS tracks each flow, whose number is limited.
resource "aws_vpc_security_group_egress_rule" "this" {
  for_each          = toset(local.everybody)
  security_group_id = aws_security_group.this.id
  description       = "Media, the server, packages"
  ip_protocol       = "-1"
  cidr_ipv4         = strcontains(each.value, ":") ? null : each.value
  cidr_ipv6         = strcontains(each.value, ":") ? each.value : null
  tags              = local.tags
}

resource "aws_instance" "this" {
  ami                         = coalesce(var.ami_id, data.aws_ami.debian.id)
  instance_type               = var.instance_type
  iam_instance_profile        = aws_iam_instance_profile.this.name
  key_name                    = var.ssh_key_name
  user_data                   = local.user_data
  user_data_replace_on_change = true
  tags                        = local.tags
  volume_tags                 = local.tags

  network_interface {
    device_index         = 0
    network_interface_id = aws_network_interface.this.id
  }

  metadata_options {
    http_endpoint = "enabled"
    http_tokens   = "required"
    # Of this machine alone; containers on it would be one hop further.
    http_put_response_hop_limit = 1
  }

  root_block_device {
    volume_type = "gp3"
    volume_size = var.disk_gb
    encrypted   = true
  }

  lifecycle {
    # A newer image of Debian is no reason to end calls; terraform apply -replace takes it.
    ignore_changes = [ami]
  }

  # Without its address it could fetch nothing.
  depends_on = [aws_eip_association.this, aws_vpc_security_group_egress_rule.this, aws_iam_role_policy.this]
}

resource "aws_iam_role" "this" {
  name = var.name
  tags = var.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ec2.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy" "this" {
  name = "node-key"
  role = aws_iam_role.this.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat([{
      Sid    = "NodeKey"
      Effect = "Allow"
      Action = ["ssm:GetParameter"]
      Resource = [join(":", [
        "arn", data.aws_partition.current.partition, "ssm", data.aws_region.current.name,
        data.aws_caller_identity.current.account_id, "parameter${var.node_key_parameter}",
      ])]
      }], var.node_key_kms_key_arn == null ? [] : [{
      Sid       = "Decrypt"
      Effect    = "Allow"
      Action    = ["kms:Decrypt"]
      Resource  = [var.node_key_kms_key_arn]
      Condition = { StringLike = { "kms:ViaService" = "ssm.${data.aws_region.current.name}.amazonaws.com*" } }
    }])
  })
}

resource "aws_iam_instance_profile" "this" {
  name = var.name
  role = aws_iam_role.this.name
  tags = var.tags
}

resource "aws_cloudwatch_metric_alarm" "status" {
  alarm_name          = "${var.name}-status"
  alarm_description   = "The machine of the media node is not well; AWS moves it by itself when it is the hardware."
  namespace           = "AWS/EC2"
  metric_name         = "StatusCheckFailed"
  dimensions          = { InstanceId = aws_instance.this.id }
  statistic           = "Maximum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  period              = 60
  evaluation_periods  = 3
  treat_missing_data  = "breaching"
  alarm_actions       = var.alarm_topic_arn == null ? [] : [var.alarm_topic_arn]
  ok_actions          = var.alarm_topic_arn == null ? [] : [var.alarm_topic_arn]
  tags                = var.tags
}
