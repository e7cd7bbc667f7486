package org.mobilenet4j.training.data;

import java.util.List;

/**
 * What lies in a source, before it is known what it means.
 *
 * @param pictures in the order of their places
 * @param remarks a sentence each about what is no picture
 * @param emptyFolders places of folders without anything in them
 */
record Contents(
    List<StoredPicture> pictures, List<String> remarks, List<List<String>> emptyFolders) {}
