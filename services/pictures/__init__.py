"""Strangers' files become upright pictures, each within bounds of time, memory and size.

- images.py: bytes become a picture, or an error says why not
- animation.py: the frame that an animation is judged by
- cut_off.py: JPEGs that lack their last bytes
- profile.py: colours of other profiles brought to sRGB
- heif.py: HEIC pictures, where the extra that reads them is installed
- checks.py: what a file asks for, read off its bytes before a decoder sees them
- pool.py: processes that decode, handed out, replaced and ended
- process.py, windows_job.py: one of them, as the pool holds it; its memory limit on Windows
- worker.py: what runs in it; loads Pillow and none of the model's libraries
- allocator.py: memory that pictures took goes back to the system
- frames.py: what the pool and a worker say to each other
- watchdog.py: ends what is not done in time
"""
