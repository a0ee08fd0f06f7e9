package chat.tertulia.node.udp;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** How ports are made: TERTULIA_NODE_IO. */
public enum PortIo {
    /** Batches where the system can, else the portable way. */
    AUTO,
    FFM,
    /** FFM without UDP_SEGMENT, for comparison. */
    FFM_PLAIN,
    NIO;

    private static final Logger LOG = Logger.getLogger(PortIo.class.getName());

    /** Binds the port on every address; 0 takes a free one and the same number on all. */
    public UdpPort open(List<InetAddress> addresses, int port) throws IOException {
        boolean ffm = this == FFM || this == FFM_PLAIN || (this == AUTO && Libc.works());
        if (ffm && !Libc.works()) {
            throw new IOException("The system calls for batches are not there: Linux on x86-64 or aarch64 has them");
        }
        UdpPort opened = ffm ? FfmPort.open(addresses, port, this != FFM_PLAIN) : ChannelPort.open(addresses, port);
        LOG.log(Level.INFO, "UDP port {0} is served by {1}", new Object[] {String.valueOf(opened.port()), opened});
        return opened;
    }
}
