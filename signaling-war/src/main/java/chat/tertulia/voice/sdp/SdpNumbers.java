package chat.tertulia.voice.sdp;

import java.util.Optional;

/** Decimal numbers in foreign text. */
final class SdpNumbers {
    private SdpNumbers() {}

    static Optional<Integer> within(String text, int least, int most) {
        return wide(text, least, most).map(Math::toIntExact);
    }

    /** Digits only: no sign, no spaces, at most 10 of them. */
    static Optional<Long> wide(String text, long least, long most) {
        if (text.isEmpty() || text.length() > 10 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        long value = Long.parseLong(text);
        return value < least || value > most ? Optional.empty() : Optional.of(value);
    }
}
