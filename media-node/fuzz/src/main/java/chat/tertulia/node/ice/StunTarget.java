package chat.tertulia.node.ice;

import chat.tertulia.fuzz.Broken;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import javax.crypto.Mac;

/** A STUN message as the doorway reads it, and the answer to it. */
public final class StunTarget {
    private static final Mac KEY = BindingRequest.mac("password");
    private static final InetSocketAddress[] SOURCES = {
        new InetSocketAddress(InetAddress.ofLiteral("192.0.2.7"), 5000),
        new InetSocketAddress(InetAddress.ofLiteral("2001:db8::7"), 5000)
    };

    private StunTarget() {}

    public static void run(byte[] data) {
        StunMessage message = StunMessage.parse(data, data.length);
        if (message == null) {
            return;
        }
        Broken.unless(!(message.isBindingRequest() && message.isBindingResponse()), "a message is of one class");
        String ufrag = message.localUfrag();
        Broken.unless(ufrag == null || !ufrag.isEmpty(), "a user fragment is not empty");
        var _ = message.signedBy(KEY);
        for (InetSocketAddress source : SOURCES) {
            byte[] answer = BindingResponse.to(message, source, KEY);
            StunMessage read = StunMessage.parse(answer, answer.length);
            Broken.unless(read != null && read.isBindingResponse() && read.signedBy(KEY), "an answer reads back");
        }
    }
}
