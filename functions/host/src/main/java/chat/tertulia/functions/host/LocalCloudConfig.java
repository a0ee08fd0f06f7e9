package chat.tertulia.functions.host;

import chat.tertulia.functions.store.StoreConfig;

/** The embedded store, and the functions beside it. */
public record LocalCloudConfig(StoreConfig store, FunctionsConfig functions) {}
