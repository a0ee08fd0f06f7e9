# What cloud-init gets. It is JSON, which is YAML too: nothing in it can break out of its place by a quote or an indent.
# The same files serve a machine that is set up by hand (docs/operate.md), so they come from infra/systemd.

locals {
  systemd = "${path.module}/../../../infra/systemd"

  # All that NodeConfig reads beside the key.
  node_environment = merge(
    {
      TERTULIA_SIGNALING_URL      = join(",", var.signaling_urls)
      TERTULIA_NODE_ADDRESSES     = join(",", concat([aws_network_interface.this.private_ip], local.ipv6_addresses))
      TERTULIA_NODE_ADVERTISE     = join(",", concat([aws_eip.this.public_ip], local.ipv6_addresses))
      TERTULIA_NODE_PORT          = tostring(var.port)
      TERTULIA_NODE_LOOPS         = tostring(var.loops)
      TERTULIA_NODE_CAPACITY      = tostring(coalesce(var.capacity, 500 * var.loops))
      TERTULIA_NODE_DRAIN_SECONDS = tostring(var.drain_seconds)
      JAVA_OPTIONS                = "-Xmx${var.heap_mb}m"
    },
    var.tcp_port == null ? {} : { TERTULIA_NODE_TCP_PORT = tostring(var.tcp_port) },
    var.metrics_port == null ? {} : { TERTULIA_NODE_METRICS_PORT = tostring(var.metrics_port) },
  )

  ipv6_addresses = var.ipv6 ? sort(tolist(aws_network_interface.this.ipv6_addresses)) : []

  drop_in = join("\n", concat(
    ["[Unit]", "Wants=tertulia-node-key.service", "After=tertulia-node-key.service", "", "[Service]"],
    ["TimeoutStopSec=${var.drain_seconds + 15}"],
    # A port below 1024.
    try(var.tcp_port < 1024, false) ? [
      "CapabilityBoundingSet=CAP_NET_BIND_SERVICE", "AmbientCapabilities=CAP_NET_BIND_SERVICE", "PrivateUsers=no",
    ] : [],
    [""],
  ))

  files = {
    "/etc/systemd/system/tertulia-media-node.service"                 = ["0644", file("${local.systemd}/tertulia-media-node.service")]
    "/etc/systemd/system/tertulia-media-node.service.d/instance.conf" = ["0644", local.drop_in]
    "/etc/systemd/system/tertulia-node-key.service"                   = ["0644", file("${path.module}/files/tertulia-node-key.service")]
    "/etc/sysctl.d/60-tertulia.conf"                                  = ["0644", file("${local.systemd}/60-tertulia.conf")]
    "/usr/local/sbin/tertulia-fetch"                                  = ["0755", file("${local.systemd}/fetch.sh")]
    "/usr/local/sbin/tertulia-node-key"                               = ["0755", file("${path.module}/files/node-key.sh")]
    "/etc/tertulia/media-node.env" = ["0644", join("", [
      for name, value in local.node_environment : "${name}=${value}\n"
    ])]
    "/etc/tertulia/node-key.env" = ["0644", "REGION=${data.aws_region.current.name}\nPARAMETER=${var.node_key_parameter}\n"]
  }

  cloud_config = {
    package_update = true
    packages       = ["awscli", "ca-certificates", "curl", "unattended-upgrades"]

    write_files = [for path, file in local.files : { path = path, permissions = file[0], content = file[1] }]

    runcmd = [
      ["sysctl", "--system"],
      ["/usr/local/sbin/tertulia-fetch", var.jdk.url, var.jdk.sha256, "/opt/tertulia/jdk"],
      ["/usr/local/sbin/tertulia-fetch", var.node_archive.url, var.node_archive.sha256, "/opt/tertulia/media-node"],
      ["systemctl", "daemon-reload"],
      ["systemctl", "enable", "--now", "tertulia-node-key.service", "tertulia-media-node.service"],
    ]
  }

  user_data = "#cloud-config\n${jsonencode(local.cloud_config)}\n"
}
