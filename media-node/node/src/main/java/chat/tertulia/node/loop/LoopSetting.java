package chat.tertulia.node.loop;

import chat.tertulia.node.dtls.NodeCertificate;
import chat.tertulia.node.srtp.SrtpEngine;

/** What all loops of a process share; nothing of it changes. */
public record LoopSetting(
        NodeCertificate certificate,
        Deadlines deadlines,
        SrtpEngine.Choice srtp,
        LoopListener listener,
        int audibleMicrophones) {}
