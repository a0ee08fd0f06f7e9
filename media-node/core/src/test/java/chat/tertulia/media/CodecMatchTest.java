package chat.tertulia.media;

import static org.junit.jupiter.api.Assertions.assertEquals;

import chat.tertulia.control.Command.Codec;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodecMatchTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            h264 | packetization-mode=1;profile-level-id=42e01f  | profile-level-id=42E034; packetization-mode=1 | 0
            h264 | packetization-mode=1;profile-level-id=42e01f  | profile-level-id=42e01f                       | -1
            h264 | packetization-mode=1;profile-level-id=42e01f  | packetization-mode=1;profile-level-id=64001f  | -1
            vp9  | profile-id=0                                  | ''                                            | 0
            vp9  | profile-id=2                                  | profile-id=0                                  | -1
            av1  | level-idx=5                                   | profile=0                                     | 0
            vp8  | max-fr=30                                     | ''                                            | 0
            """)
    void shouldMatchTheSameFormatOnly(String name, String published, String offered, int index) {
        Codec codec = new Codec(96, name, 90_000, -1, published);
        assertEquals(index, CodecMatch.find(codec, List.of(new Codec(100, name, 90_000, -1, offered))));
        assertEquals(-1, CodecMatch.find(codec, List.of(new Codec(100, name, 48_000, -1, offered))));
        assertEquals(-1, CodecMatch.find(codec, List.of(new Codec(100, "opus", 90_000, -1, offered))));
    }
}
