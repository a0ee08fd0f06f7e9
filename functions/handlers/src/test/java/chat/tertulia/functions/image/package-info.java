/** Tests of the image function, with pictures made on the spot and a real object store. */
@NullMarked
package chat.tertulia.functions.image;

import org.jspecify.annotations.NullMarked;
