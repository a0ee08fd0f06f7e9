package chat.tertulia.node.loop;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class OpenPictureTest {
    private final OpenPicture picture = new OpenPicture();

    @Test
    void shouldBeOpenInTheMiddleOfAPicture() {
        media(false, 1100);
        assertTrue(picture.take());
        assertFalse(picture.take(), "asked again");
    }

    @Test
    void shouldBeClosedByTheMarker() {
        media(false, 1100);
        media(true, 700);
        assertFalse(picture.take());
    }

    @Test
    void shouldNotWaitForSound() {
        media(false, 120);
        assertFalse(picture.take());
    }

    @Test
    void shouldNotTakeOthersForMedia() {
        byte[] stun = new byte[1000];
        byte[] dtls = new byte[1000];
        dtls[0] = 22;
        picture.datagram(stun, stun.length);
        picture.datagram(dtls, dtls.length);
        picture.datagram(new byte[] {(byte) 0x80}, 1);
        assertFalse(picture.take());
    }

    private void media(boolean marker, int length) {
        byte[] packet = new byte[length];
        packet[0] = (byte) 0x80;
        packet[1] = (byte) (marker ? 0x80 | 96 : 96);
        picture.datagram(packet, length);
    }
}
