package chat.tertulia.node.ice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.node.peer.OddBindingRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StunMessageTest {
    /** RFC 5769 §2.1. */
    private static final String SAMPLE_REQUEST = "000100582112a442b7e7a701bc34d686fa87dfae"
            + "802200105354554e207465737420636c69656e74"
            + "002400046e0001ff"
            + "80290008932ff9b151263b36"
            + "000600096576746a3a683676592020200008001"
            + "49aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a280280004e57a3bcf";

    private static final String SAMPLE_PASSWORD = "VOkJxbRl1RmTxUk/WvJxBt";

    @Test
    void shouldReadTheSampleOfTheRfc() {
        byte[] data = HexFormat.of().parseHex(SAMPLE_REQUEST);
        StunMessage message = Objects.requireNonNull(StunMessage.parse(data, data.length));
        assertTrue(message.isBindingRequest());
        assertEquals("evtj", message.localUfrag());
        assertFalse(message.useCandidate());
        assertTrue(message.signedBy(BindingRequest.mac(SAMPLE_PASSWORD)));
        assertFalse(message.signedBy(BindingRequest.mac("another password")));
    }

    @Test
    void shouldRefuseEveryChangedByteBeforeTheFingerprint() {
        byte[] data = BindingRequest.signed("one:two", "password", true);
        assertTrue(Objects.requireNonNull(StunMessage.parse(data, data.length)).useCandidate());
        for (int i = 0; i < data.length - 8; i++) {
            byte[] changed = data.clone();
            changed[i] ^= 1;
            assertNull(StunMessage.parse(changed, changed.length), "byte " + i);
        }
    }

    @Test
    void shouldWriteAnAnswerThatReadsBack() {
        byte[] data = BindingRequest.signed("one:two", "password", false);
        StunMessage request = Objects.requireNonNull(StunMessage.parse(data, data.length));
        InetSocketAddress from = new InetSocketAddress(InetAddress.ofLiteral("2001:db8::7"), 5000);
        byte[] answer = BindingResponse.to(request, from, BindingRequest.mac("password"));
        StunMessage response = Objects.requireNonNull(StunMessage.parse(answer, answer.length));
        assertTrue(response.isBindingResponse());
        assertTrue(response.signedBy(BindingRequest.mac("password")));
    }

    /** Without priority and role, which RFC 8445 §7.1 demands; a mapped address of IPv6 is then more than was sent. */
    @Test
    void shouldNotAffordAnAnswerThatIsLongerThanTheRequest() {
        InetSocketAddress from = new InetSocketAddress(InetAddress.ofLiteral("2001:db8::7"), 5000);
        byte[] data = OddBindingRequest.shortest("ufrag:", "password");
        StunMessage request = Objects.requireNonNull(StunMessage.parse(data, data.length));
        assertTrue(request.signedBy(BindingRequest.mac("password")));
        assertFalse(request.affords(BindingResponse.to(request, from, BindingRequest.mac("password"))));
        byte[] real = BindingRequest.signed("ufrag:peer", "password", true);
        StunMessage usual = Objects.requireNonNull(StunMessage.parse(real, real.length));
        assertTrue(usual.affords(BindingResponse.to(usual, from, BindingRequest.mac("password"))));
    }

    @Test
    void shouldBeTotal() {
        Random random = new Random(5);
        byte[] valid = BindingRequest.signed("one:two", "password", true);
        for (int i = 0; i < 100_000; i++) {
            byte[] data = Arrays.copyOf(valid, random.nextInt(valid.length + 40));
            for (int change = random.nextInt(6); change > 0 && data.length > 0; change--) {
                data[random.nextInt(data.length)] = (byte) random.nextInt();
            }
            if (data.length >= 4) {
                data[2] = (byte) ((data.length - 20) >> 8);
                data[3] = (byte) (data.length - 20);
            }
            StunMessage message = StunMessage.parse(data, data.length);
            if (message != null) {
                assertNotNull(message.localUfrag() == null ? "" : message.localUfrag());
                assertFalse(message.signedBy(BindingRequest.mac("wrong")));
            }
        }
        assertNull(StunMessage.parse(new byte[0], 0));
    }

    @Test
    void shouldTakeOnlyUsableCandidates() {
        CandidateLine line = CandidateLine.parse("1 1 udp 2130706431 192.0.2.1 4000 typ host");
        assertEquals(4000, Objects.requireNonNull(line).address().getPort());
        assertNotNull(CandidateLine.parse("candidate:1 1 UDP 2130706431 2001:db8::1 4000 typ srflx raddr 0.0.0.0"));
        for (String useless : new String[] {
            "",
            "1 1 tcp 2130706431 192.0.2.1 9 typ host tcptype active",
            "1 2 udp 2130706431 192.0.2.1 4000 typ host",
            "1 1 udp 2130706431 4fd0b6c8.local 4000 typ host",
            "1 1 udp 2130706431 example.org 4000 typ host",
            "1 1 udp -1 192.0.2.1 4000 typ host",
            "1 1 udp 2130706431 192.0.2.1 70000 typ host",
            "1 1 udp 2130706431 0.0.0.0 4000 typ host",
            "1 1 udp x 192.0.2.1 4000 typ host"
        }) {
            assertNull(CandidateLine.parse(useless), useless);
        }
    }
}
