package chat.tertulia.media.sctp;

/** Retransmission time-out from measured round trips, RFC 9260 §6.3.1. */
final class Rto {
    private long smoothedNs;
    private long variationNs;
    private long rtoNs = SctpSettings.RTO_INITIAL_NS;

    long ns() {
        return rtoNs;
    }

    void measured(long roundTripNs) {
        if (smoothedNs == 0) {
            smoothedNs = roundTripNs;
            variationNs = roundTripNs / 2;
        } else {
            variationNs += (Math.abs(smoothedNs - roundTripNs) - variationNs) / 4;
            smoothedNs += (roundTripNs - smoothedNs) / 8;
        }
        rtoNs = Math.clamp(smoothedNs + 4 * variationNs, SctpSettings.RTO_MIN_NS, SctpSettings.RTO_MAX_NS);
    }

    /** RFC 9260 §6.3.3 E2. */
    void backOff() {
        rtoNs = Math.min(2 * rtoNs, SctpSettings.RTO_MAX_NS);
    }
}
