/**
 * The image function: an upload under {@code raw/} becomes two AVIF pictures under {@code media/} and a verdict under
 * {@code results/}, which is written last. {@link chat.tertulia.functions.image.ImageHandler} is what Lambda calls,
 * {@link chat.tertulia.functions.image.ImageJob} the work, {@link chat.tertulia.functions.image.Decoder} the main class
 * of the child process that alone touches the bytes of a picture. One thread at a time per instance of the function.
 */
@NullMarked
package chat.tertulia.functions.image;

import org.jspecify.annotations.NullMarked;
