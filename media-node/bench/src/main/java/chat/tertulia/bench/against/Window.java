package chat.tertulia.bench.against;

/**
 * One look at a running case.
 *
 * @param packets forwarded packets that arrived
 * @param sfuCpu processor seconds of the forwarding unit, all its threads
 * @param machineCpu processor seconds of everything on this machine
 */
record Window(
        double seconds,
        long packets,
        double sfuCpu,
        double generatorCpu,
        double machineCpu,
        double p50Ms,
        double p99Ms,
        double p999Ms) {
    double packetsPerCore() {
        return packets / sfuCpu;
    }

    /** Processors that the unit kept busy. */
    double cores() {
        return sfuCpu / seconds;
    }

    double packetsPerSecond() {
        return packets / seconds;
    }

    /** Processors that others than unit and generator kept busy: how far delays are to be believed. */
    double coresOfOthers() {
        return Math.max(0, machineCpu - sfuCpu - generatorCpu) / seconds;
    }

    /** Processors that unit and generator together kept busy. */
    double coresOfBoth() {
        return (sfuCpu + generatorCpu) / seconds;
    }
}
