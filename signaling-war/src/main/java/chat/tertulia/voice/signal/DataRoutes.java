package chat.tertulia.voice.signal;

import chat.tertulia.control.Command.DataRoute;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import livekit.LivekitModels.DataTrackInfo;
import livekit.LivekitRtc.DataTrackSubscriberHandles;
import livekit.LivekitRtc.DataTrackSubscriberHandles.PublishedDataTrack;

/**
 * The data tracks that one participant gets: those it wants, that are there and that it may have. Immutable; goes from thread to
 * thread.
 *
 * @param routes for the node
 * @param handles for the client
 */
record DataRoutes(List<DataRoute> routes, DataTrackSubscriberHandles handles) {
    static final DataRoutes NONE = new DataRoutes(List.of(), DataTrackSubscriberHandles.getDefaultInstance());

    DataRoutes {
        routes = List.copyOf(routes);
    }

    static DataRoutes of(Seat receiver, Collection<Seat> seats) {
        List<DataRoute> routes = new ArrayList<>();
        DataTrackSubscriberHandles.Builder handles = DataTrackSubscriberHandles.newBuilder();
        for (Seat owner : seats) {
            for (DataTrackInfo track : owner.dataTracks().published()) {
                int handle = receiver.dataTracks().handle(track.getSid());
                if (handle != 0 && !owner.equals(receiver) && owner.lets(receiver.participant(), track.getSid())) {
                    String publisher = owner.participant().sid();
                    routes.add(new DataRoute(publisher, track.getPubHandle(), handle));
                    handles.putSubHandles(
                            handle,
                            PublishedDataTrack.newBuilder()
                                    .setPublisherIdentity(owner.participant().identity())
                                    .setPublisherSid(publisher)
                                    .setTrackSid(track.getSid())
                                    .build());
                }
            }
        }
        return new DataRoutes(routes, handles.build());
    }
}
