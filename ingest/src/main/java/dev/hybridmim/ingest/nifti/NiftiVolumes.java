package dev.hybridmim.ingest.nifti;

/** Which volumes of a file that holds several (time, echoes, directions) are read. */
public enum NiftiVolumes {
  /** None: the file is refused. */
  REFUSE,
  /** The first one. */
  FIRST,
  /** Each, as a scan of its own. */
  ALL
}
