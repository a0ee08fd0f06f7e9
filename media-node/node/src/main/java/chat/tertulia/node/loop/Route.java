package chat.tertulia.node.loop;

import java.net.InetSocketAddress;

/** Which of the port's addresses, and where the peer is. */
record Route(int local, InetSocketAddress remote) {}
