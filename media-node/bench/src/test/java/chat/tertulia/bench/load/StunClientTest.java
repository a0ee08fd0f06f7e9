package chat.tertulia.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.tertulia.control.Command.IceParameters;
import chat.tertulia.node.ice.BindingRequest;
import chat.tertulia.node.ice.BindingResponse;
import chat.tertulia.node.ice.StunMessage;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class StunClientTest {
    private static final IceParameters SFU = new IceParameters("sfu", "password-of-the-sfu-side");
    private static final InetSocketAddress FROM = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 4000);

    private final StunClient client = new StunClient();

    private StunMessage request() {
        byte[] data = client.request();
        assertNotNull(data);
        StunMessage message = StunMessage.parse(data, data.length);
        assertNotNull(message);
        return message;
    }

    private byte[] checkFromSfu(String password, boolean nominating) {
        return BindingRequest.signed(client.local().ufrag() + ":" + SFU.ufrag(), password, nominating);
    }

    @Test
    void shouldNominateAsController() {
        client.aim(SFU, true);
        StunMessage message = request();
        assertTrue(message.useCandidate());
        assertEquals("sfu", message.localUfrag());
        assertTrue(message.signedBy(BindingRequest.mac(SFU.password())));
    }

    @Test
    void shouldSettleByASignedAnswer() {
        client.aim(SFU, true);
        byte[] answer = BindingResponse.to(request(), FROM, BindingRequest.mac(SFU.password()));
        assertNull(client.take(answer, FROM));
        assertTrue(client.settled());
    }

    @Test
    void shouldNotSettleByAForgedAnswer() {
        client.aim(SFU, true);
        byte[] answer = BindingResponse.to(request(), FROM, BindingRequest.mac("another-password-altogether"));
        assertNull(client.take(answer, FROM));
        assertFalse(client.settled());
    }

    @Test
    void shouldAnswerButNotSettleBeforeNomination() {
        client.aim(SFU, false);
        assertNull(client.request(), "the controlled side does not ask");
        assertNotNull(client.take(checkFromSfu(client.local().password(), false), FROM));
        assertFalse(client.settled());
    }

    @Test
    void shouldSettleWhenTheOtherSideNominates() {
        client.aim(SFU, false);
        byte[] answer = client.take(checkFromSfu(client.local().password(), true), FROM);
        assertNotNull(answer);
        StunMessage message = StunMessage.parse(answer, answer.length);
        assertNotNull(message);
        assertTrue(message.isSuccess());
        assertTrue(client.settled());
    }

    @Test
    void shouldIgnoreAForgedCheck() {
        client.aim(SFU, false);
        assertNull(client.take(checkFromSfu("another-password-altogether", true), FROM));
        assertFalse(client.settled());
    }

    @Test
    void shouldIgnoreNoise() {
        client.aim(SFU, false);
        assertNull(client.take(new byte[] {0, 1, 2, 3}, FROM));
    }
}
