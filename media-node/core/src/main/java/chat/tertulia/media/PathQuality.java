package chat.tertulia.media;

import chat.tertulia.media.stats.Reception;

/** Round trip and loss of one transport, smoothed over some reports. */
final class PathQuality {
    private static final double WEIGHT = 0.25;
    private static final long UNKNOWN_RTT_NS = 100_000_000;

    private double rttNs = -1;
    private double lossIn;
    private double lossOut;
    private double jitterMs;

    void roundTrip(long measuredNs) {
        rttNs = rttNs < 0 ? measuredNs : rttNs + (measuredNs - rttNs) * WEIGHT;
    }

    void received(Reception reception, int clockRate) {
        jitterMs += (reception.jitter() * 1000.0 / clockRate - jitterMs) * WEIGHT;
        lossIn += (reception.fractionLost() / 256.0 - lossIn) * WEIGHT;
    }

    /** @param fraction in 1/256, as the receiver reported it */
    void lostOnTheWayOut(int fraction) {
        lossOut += (fraction / 256.0 - lossOut) * WEIGHT;
    }

    double jitterMs() {
        return jitterMs;
    }

    long rttNs() {
        return rttNs < 0 ? UNKNOWN_RTT_NS : (long) rttNs;
    }

    double rttMs() {
        return rttNs < 0 ? 0 : rttNs / 1e6;
    }

    double lossIn() {
        return lossIn;
    }

    double lossOut() {
        return lossOut;
    }
}
