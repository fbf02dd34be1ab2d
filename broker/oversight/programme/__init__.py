"""What the programme comes to: counted once, shown by area and by month, with the rows behind.

``firms``, ``needs``, ``matches`` and ``brokers`` read one fact for each row, and a fact says under
what it is counted; ``counting`` adds facts up and ``behind`` lists those of one number, so that a
number and its rows cannot part. ``keeping`` stores the sums of a large programme.
"""
