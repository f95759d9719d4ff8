"""What a WSGI server imports: the application, set up from the environment."""

import gc
import os

from config import Settings
from ucap.app import create_app

server = create_app(Settings.from_environment(os.environ))
gc.collect()
gc.freeze()  # what is made once is not looked through again and again for garbage while people wait
