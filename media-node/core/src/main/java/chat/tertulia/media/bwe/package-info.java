/**
 * What a receiver's downlink carries: transport-wide feedback, delay trend, AIMD rate control, loss bound and probes, after
 * draft-ietf-rmcat-gcc-02. Pure functions of what is passed in, time too; rates are bit/s, times nanoseconds. Owned by: one
 * transport. Called by the room's house only.
 */
@NullMarked
package chat.tertulia.media.bwe;

import org.jspecify.annotations.NullMarked;
